"""Pages' files with the hash of their bytes in the name, so that every cache may keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also rewrites the `import` addresses inside ES modules: without it a cached module would load an old sibling."""

    support_js_module_import_aggregation = True
