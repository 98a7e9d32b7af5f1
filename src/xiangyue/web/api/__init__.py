"""The interface for other programs: lists, one matter, every verb, by token; described by OpenAPI."""
