"""Pages of draws: why it is fair, a director's steps, the desk where prizes are given, the verifier to take home."""
