"""`motivo bench`: measures on this machine the numbers that Motivo aims for."""
