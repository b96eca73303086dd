"""Traces of what a run writes (trace_writes.cpp), and the files that a crash at any moment could have left of it."""

import struct
from typing import NamedTuple

from harness import FOLDER, check, run

PAGE = 4096  # what the system writes back at a time


class Operation(NamedTuple):
    kind: str  # w(rite), t(runcate), s(ync), r(ename), u(nlink)
    process: int
    path: str
    offset: int
    data: bytes


def record(library, map_file, ranks, **options):
    """Runs the scan and returns its operations on the map and its temporary files, in order."""
    trace = FOLDER / f"{map_file.name}.trace"
    run(map_file, ranks, environment={"LD_PRELOAD": library, "TRACE_PREFIX": f"{map_file.parent}/", "TRACE_FILE": str(trace)},
        **options)
    operations, content, at = [], trace.read_bytes(), 0
    while at < len(content):
        kind, process, offset, path_bytes, data_bytes = struct.unpack_from("<cxxxIQQQ", content, at)
        at += 32
        path = content[at:at + path_bytes].decode()
        data = content[at + path_bytes:at + path_bytes + data_bytes]
        at += path_bytes + data_bytes
        if path == str(map_file) or path.startswith(f"{map_file}.tmp.") or path == str(map_file.parent):
            operations.append(Operation(kind.decode(), process, path, offset, data))
    check(operations, "nothing was traced")
    return operations


class Disk:
    """The files of a folder as operations change them."""

    def __init__(self, files):
        self.files = {path: bytearray(content) for path, content in files.items()}

    def apply(self, operation):
        if operation.kind == "w":
            content = self.files.setdefault(operation.path, bytearray())
            end = operation.offset + len(operation.data)
            if end > len(content):
                content.extend(bytes(end - len(content)))
            content[operation.offset:end] = operation.data
        elif operation.kind == "t":
            content = self.files.setdefault(operation.path, bytearray())
            content.extend(bytes(max(0, operation.offset - len(content))))
            del content[operation.offset:]
        elif operation.kind == "r" and operation.path in self.files:
            self.files[operation.data.decode()] = self.files.pop(operation.path)
        elif operation.kind == "u":
            self.files.pop(operation.path, None)

    def put(self, folder, map_file):
        """Writes the files into an empty folder, the map under its own name."""
        for path in folder.glob("*"):
            path.unlink()
        for path, content in self.files.items():
            with open(folder / path.rsplit("/", 1)[1], "wb") as file:
                write_sparse(file, content)
        return folder / map_file.name


def write_sparse(file, content):
    """Pages of zeros stay holes."""
    for at in range(0, len(content), 16 * PAGE):
        piece = content[at:at + 16 * PAGE]
        if piece.count(0) != len(piece):
            file.seek(at)
            file.write(piece)
    file.truncate(len(content))


def killed(files, operations, count):
    """After the first `count` operations: what a SIGKILL leaves, since the system keeps what was written."""
    disk = Disk(files)
    for operation in operations[:count]:
        disk.apply(operation)
    return disk


def durable_from(operations):
    """For every operation the number of operations after which it survives a loss of memory.

    A process makes durable what it wrote itself to a file by syncing it, and renames by syncing the folder. So every
    process stands for a node of its own.
    """
    never = len(operations) + 1
    result = [never] * len(operations)
    for index, operation in enumerate(operations):
        if operation.kind != "s":
            continue
        for before, earlier in enumerate(operations[:index]):
            if earlier.kind in "ru":
                covered = earlier.path.startswith(operation.path + "/")
            else:
                covered = earlier.path == operation.path and earlier.process == operation.process
            if covered:
                result[before] = min(result[before], index + 1)
    return result


def after_node_loss(files, operations, durable, count, chance):
    """After a loss of memory `count` operations on: what is durable is there, and an arbitrary part of the rest.

    Of writes that nobody waited for, single pages may be missing. Returns what is there, and what had to be.
    """
    kept = chance.choice((0.1, 0.5, 0.9))
    perhaps, surely = Disk(files), Disk(files)
    for index, operation in enumerate(operations[:count]):
        if durable[index] <= count:
            surely.apply(operation)
            perhaps.apply(operation)
        elif operation.kind == "w":
            for piece in pages(operation):
                if chance.random() < kept:
                    perhaps.apply(piece)
        elif chance.random() < kept:
            perhaps.apply(operation)
    return perhaps, surely


def pages(operation):
    """The write, cut where pages of the file begin."""
    at, end = operation.offset, operation.offset + len(operation.data)
    while at < end:
        until = min(end, (at // PAGE + 1) * PAGE)
        yield operation._replace(offset=at, data=operation.data[at - operation.offset:until - operation.offset])
        at = until
