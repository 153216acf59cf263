"""Runs a recorded step's graph through TensorFlow's C API, which can trace the start and end of each
op, unlike the addon. `node bench/run.mjs profile-step` writes the graph and calls this script; the
argument is a JSON file with the paths, inputs and outputs.
"""

import ctypes
import json
import statistics
import sys
import time
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p

TRACE_ALL = b"\x08\x03"  # RunOptions: trace_level = FULL_TRACE


class Buffer(ctypes.Structure):
    _fields_ = [("data", c_void_p), ("length", c_size_t), ("deallocator", c_void_p)]


class Output(ctypes.Structure):
    _fields_ = [("operation", c_void_p), ("index", c_int)]


def load(library: str) -> ctypes.CDLL:
    tf = ctypes.CDLL(library)
    pointers = (
        "TF_NewStatus TF_NewSessionOptions TF_NewGraph TF_NewBuffer TF_NewBufferFromString "
        "TF_LoadSessionFromSavedModel TF_GraphOperationByName TF_AllocateTensor TF_TensorData"
    )
    for name in pointers.split():
        getattr(tf, name).restype = c_void_p
    tf.TF_Message.restype = c_char_p
    tf.TF_TensorByteSize.restype = c_size_t
    return tf


class Session:
    def __init__(self, library: str, folder: str) -> None:
        self.tf = load(library)
        self.status = c_void_p(self.tf.TF_NewStatus())
        self.graph = c_void_p(self.tf.TF_NewGraph())
        options = c_void_p(self.tf.TF_NewSessionOptions())
        tags = (c_char_p * 1)(b"serve")
        self.session = c_void_p(
            self.tf.TF_LoadSessionFromSavedModel(
                options, None, folder.encode(), tags, 1, self.graph, None, self.status
            )
        )
        self.check()

    def check(self) -> None:
        if self.tf.TF_GetCode(self.status) != 0:
            raise RuntimeError(self.tf.TF_Message(self.status).decode())

    def output(self, name: str) -> Output:
        operation = self.tf.TF_GraphOperationByName(self.graph, name.encode())
        if operation is None:
            raise RuntimeError(f"the graph has no node {name}")
        return Output(operation, 0)

    def tensor(self, dtype: int, shape: list[int], data: bytes) -> c_void_p:
        sizes = (c_int64 * len(shape))(*shape)
        tensor = c_void_p(
            self.tf.TF_AllocateTensor(dtype, sizes, len(shape), c_size_t(len(data)))
        )
        ctypes.memmove(self.tf.TF_TensorData(tensor), data, len(data))
        return tensor

    def runner(self, feeds: dict[str, c_void_p], fetches: list[str]):
        """-> run(traced), which returns the RunMetadata if traced."""
        names = (Output * len(feeds))(*(self.output(name) for name in feeds))
        values = (c_void_p * len(feeds))(*(tensor.value for tensor in feeds.values()))
        wanted = (Output * len(fetches))(*(self.output(name) for name in fetches))
        options = c_void_p(self.tf.TF_NewBufferFromString(TRACE_ALL, c_size_t(len(TRACE_ALL))))

        def run(traced: bool) -> bytes:
            got = (c_void_p * len(fetches))()
            metadata = c_void_p(self.tf.TF_NewBuffer()) if traced else None
            self.tf.TF_SessionRun(
                *(self.session, options if traced else None, names, values, len(feeds)),
                *(wanted, got, len(fetches), None, 0, metadata, self.status),
            )
            self.check()
            for tensor in got:
                self.tf.TF_DeleteTensor(c_void_p(tensor))
            if metadata is None:
                return b""
            buffer = ctypes.cast(metadata, POINTER(Buffer)).contents
            return ctypes.string_at(buffer.data, buffer.length)

        return run


def fields(message: bytes):
    """The (number, value) pairs of a Protocol Buffers message."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            length = {1: 8, 2: 0, 5: 4}[key & 7] or varint()
            yield key >> 3, message[at : at + length]
            at += length


def op_times(metadata: bytes):
    """Yields (op, microseconds) for every op that ran; see step_stats.proto."""
    stats = dict(fields(metadata))[1]
    for _, device in fields(stats):
        for number, node in fields(device):
            if number != 2:
                continue
            values = dict(fields(node))
            # "name = Op(inputs)", after the memory used.
            label = values.get(8, b"").decode(errors="replace")
            op = label.split(" = ", 1)[-1].split("(", 1)[0]
            yield op, values.get(4, 0) - values.get(3, 0)


def by_op(traces: list[bytes]) -> list[dict[str, float | str]]:
    """Each op's mean calls and milliseconds per run."""
    sums: dict[str, list[float]] = {}
    for trace in traces:
        for op, us in op_times(trace):
            entry = sums.setdefault(op, [0, 0])
            entry[0] += 1 / len(traces)
            entry[1] += us / 1000 / len(traces)
    rows = [{"op": op, "calls": calls, "ms": ms} for op, (calls, ms) in sums.items()]
    return sorted(rows, key=lambda row: -row["ms"])


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    session = Session(task["library"], task["folder"])
    with open(task["values"], "rb") as file:
        blob = file.read()

    def tensors(entries):
        return {
            entry["name"]: session.tensor(
                entry["dtype"], entry["shape"], blob[entry["at"] : entry["at"] + entry["bytes"]]
            )
            for entry in entries
        }

    session.runner(tensors(task["variables"]), ["pushed"])(False)
    run = session.runner(tensors(task["feeds"]), task["fetches"])
    steps = []
    for _ in range(task["steps"]):
        start = time.perf_counter()
        run(False)
        steps.append((time.perf_counter() - start) * 1000)
    run(True)
    ops = by_op([run(True) for _ in range(task["traces"])])
    print(json.dumps({"stepMs": statistics.median(steps), "ops": ops}))


main()
