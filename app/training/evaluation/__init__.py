"""Measures the melody model: bits per note beside baselines, and continuations beside real ones."""
