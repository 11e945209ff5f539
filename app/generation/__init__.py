"""The melody model on NumPy: reads a sketch, says what may come next, and makes takes."""

from app.generation.distribution import NextNote
from app.generation.generator import generate, never
from app.generation.model import Model, load_model

__all__ = ["Model", "NextNote", "generate", "load_model", "never"]
