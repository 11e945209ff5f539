"""Trains the melody model: corpus, network in PyTorch, export. The app runs without it."""
