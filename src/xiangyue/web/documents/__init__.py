"""Pages of what is printed: a lecture's poster, and its papers afterwards."""
