"""`motivo bench`: measures, here and now, the numbers Motivo means to reach."""

from app.bench.command import bench

__all__ = ["bench"]
