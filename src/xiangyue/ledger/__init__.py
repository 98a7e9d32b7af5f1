"""Where things get done: what was found, who mends it, and who saw that it was mended."""
