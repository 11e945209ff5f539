"""The drawn score as plain values, and how Qt paints them, alike on screen and paper."""
