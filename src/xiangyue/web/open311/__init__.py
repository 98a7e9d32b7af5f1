"""Open311 GeoReport v2 for other programs, in XML and JSON."""
