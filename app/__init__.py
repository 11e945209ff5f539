"""Motivo, a melody sketchpad."""

import os

# The model's matrices are so small that several threads would mostly wait for one another. NumPy's
# matrix library reads this variable when it is loaded, so it has to be set before anything else of
# this package is imported. Worker processes inherit it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
