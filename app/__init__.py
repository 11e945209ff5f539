"""Motivo, a melody sketchpad."""

import os

# NumPy's matrix library reads this when it is loaded, which is why it stands before every other
# import of this package; worker processes inherit it. The model's matrices are small: with more
# threads than one, the threads mostly wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
