"""The ground: blobs by name, each written once. A folder by default; S3 behind the same door when scaled."""
