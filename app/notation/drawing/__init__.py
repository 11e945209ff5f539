"""The drawn score as plain values, which screen and paper paint alike."""
