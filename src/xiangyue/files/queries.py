"""Reads of files. An address is a capability: who has it was given it, so nobody is asked who they are."""

import uuid

from xiangyue.files import shelf
from xiangyue.files.models import Arrival, File
from xiangyue.files.states import Kind
from xiangyue.kernel.errors import NotFound

ADDRESS = "/files/"


def address(file: File) -> str:
    """The path of a served file."""
    return f"{ADDRESS}{file.address_name}"


def served(address_name: str) -> File:
    """The file behind the last part of an address. Raises `NotFound`, also for a wrong ending."""
    name, _dot, ending = address_name.partition(".")
    file = File.objects.filter(pk=name, served=True).first()
    if file is None or Kind[file.kind].ending != ending:
        raise NotFound
    return file


def content(file: File) -> bytes:
    """The bytes of a file. Raises `BlobMissing`."""
    return shelf.blobs().get(file.blob)


def arrived(name: uuid.UUID, *, by: str) -> int:
    """How many bytes of an upload are there; 0 for one that never began, and for somebody else's."""
    row = Arrival.objects.filter(pk=name, by=by).first()
    return row.have if row else 0
