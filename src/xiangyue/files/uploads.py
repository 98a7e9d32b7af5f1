"""The gate before every upload: a request that is too long is refused by its length, before a byte of it is stored."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from xiangyue.files.rules import MB

ROOM_FOR_FORM = 1_000_000
"""Names, fences and the fields beside the files."""


class Gate(FileUploadHandler):
    """First of the setting FILE_UPLOAD_HANDLERS; the others store what it lets through."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - same
        META: dict[str, Any],  # noqa: ARG002, N803 - same
        content_length: int,
        boundary: str,  # noqa: ARG002 - same
        encoding: str | None = None,  # noqa: ARG002 - same
    ) -> None:
        if content_length > settings.UPLOAD_MB * MB + ROOM_FOR_FORM:
            raise RequestDataTooBig(f"{content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
