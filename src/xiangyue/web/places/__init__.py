"""A place that remembers, and what residents report of it. No page here asks anybody to sign in to read or report."""
