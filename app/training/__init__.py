"""Trains the melody model: corpus, network in PyTorch, export; never imported by the app."""
