"""The melody model on NumPy: it reads a sketch, predicts the next note, and writes takes."""

from app.generation.distribution import NextNote
from app.generation.generator import generate
from app.generation.model import Model, load_model

__all__ = ["Model", "NextNote", "generate", "load_model"]
