"""Pages of lectures and studios, and the host's console."""
