"""`motivo bench`: measures, here and now, the numbers Motivo means to reach."""
