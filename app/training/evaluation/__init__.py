"""Measures the melody model: bits per note beside baselines, continuations beside real ones."""
