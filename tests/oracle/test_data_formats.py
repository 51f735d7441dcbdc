"""The references of the data formats, byte for byte against the libraries that define them."""

from __future__ import annotations

import io
import json
import random
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizdl.domain.run import Call, Returned
from quizdl.sandbox.run import run
from tests.derivations.test_proofs import derivation
from tests.oracle.recorded import mxnet_recordio as recorded

pytestmark = pytest.mark.oracle

crc32c = pytest.importorskip("crc32c")
event_pb2 = pytest.importorskip("tensorboard.compat.proto.event_pb2")
stub = pytest.importorskip("tensorboard.compat.tensorflow_stub.pywrap_tensorflow")
MXNET = json.loads(recorded.RECORDED.read_text())
COUNT = 300


def given(name: str, *several: dict[str, Any]) -> list[Any]:
    """What the reference gives for each of several arguments."""
    d = derivation(name)
    results = run(d.source_code, [Call(name, arguments) for arguments in several], filename=d.path).results
    values = []
    for result in results:
        assert isinstance(result, Returned)
        values.append(result.value)
    return values


def messages(seed: int) -> list[bytes]:
    rng = random.Random(seed)
    return [rng.randbytes(size) for size in range(10)] + [rng.randbytes(rng.randrange(120)) for _ in range(COUNT)]


def word(rng: random.Random, longest: int) -> str:
    return "".join(rng.choice("abcxyz/_09λä") for _ in range(rng.randint(1, longest)))


def written(events: list[bytes]) -> bytes:
    """A file of tensorboard's record writer."""
    writer = pytest.importorskip("tensorboard.summary.writer.record_writer")
    stream = io.BytesIO()
    records = writer.RecordWriter(stream)
    for event in events:
        records.write(event)
    return stream.getvalue()


def test_recordio_frames_are_those_of_mxnet() -> None:
    frames = given("recordio_frame", *({"data": record} for record in recorded.records()))
    assert [frame.hex() for frame in frames[: recorded.SHOWN]] == MXNET["first frames"]
    assert [recorded.digest(frame) for frame in frames] == MXNET["frames"]
    assert len(frames) == recorded.COUNT


def test_recordio_is_read_as_mxnet_reads_it() -> None:
    blob = b"".join(given("recordio_frame", *({"data": record} for record in recorded.records())))
    (records,) = given("recordio_read", {"blob": blob})
    assert records == recorded.records()
    assert [recorded.digest(record) for record in records] == MXNET["read"]


def test_the_index_is_that_of_mxnet() -> None:
    (index,) = given("recordio_index", {"keys": recorded.keys(), "records": recorded.records()})
    assert index == MXNET["index"]


def test_packed_labels_are_those_of_mxnet() -> None:
    names = ("label", "id", "id2", "payload")
    packs = given("irheader_pack", *(dict(zip(names, one, strict=True)) for one in recorded.labelled()))
    assert [packed.hex() for packed in packs[: recorded.SHOWN]] == MXNET["first packs"]
    assert [recorded.digest(packed) for packed in packs] == MXNET["packs"]
    fields = given("irheader_unpack", *({"record": packed} for packed in packs))
    digests = [
        recorded.unpacked(flag, np.atleast_1d(label).tolist(), id_, id2, payload)
        for flag, label, id_, id2, payload in fields
    ]
    assert digests == MXNET["unpacked"]


def test_checksums_are_those_of_crc32c_and_masked_as_tensorboard_does() -> None:
    data = messages(4)
    crcs = given("crc32c", *({"data": message} for message in data))
    assert crcs == [crc32c.crc32c(message) for message in data]
    masks = [stub.masked_crc32c(message) for message in data]
    pairs = given("masked_crc32c", *({"crc": crc, "stored": mask} for crc, mask in zip(crcs, masks, strict=True)))
    assert pairs == list(zip(masks, crcs, strict=True))


def test_tfrecord_frames_are_those_of_tensorboards_writer() -> None:
    data = messages(5)
    frames = given("tfrecord_frame", *({"data": message} for message in data))
    assert frames == [written([message]) for message in data]


def test_damaged_tfrecord_files_are_read_as_far_as_tensorboard_reads_them(tmp_path: Path) -> None:
    errors = pytest.importorskip("tensorboard.compat.tensorflow_stub.errors")
    rng = random.Random(6)
    blobs = []
    for _ in range(COUNT):
        damaged = bytearray(written([rng.randbytes(rng.choice([0, 1, 5, 40])) for _ in range(4)]))
        match rng.randrange(3):
            case 0:
                damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
            case 1:
                del damaged[rng.randrange(len(damaged)) :]
        blobs.append(bytes(damaged))
    file = tmp_path / "file"
    expected = []
    for blob in blobs:
        file.write_bytes(blob)
        reader = stub.PyRecordReader_New(str(file))
        records: list[bytes] = []
        try:
            while True:
                reader.GetNext()
                records.append(reader.record())
        except (errors.DataLossError, errors.OutOfRangeError):
            expected.append((records, sum(len(record) + 16 for record in records)))
    assert given("tfrecord_read", *({"blob": blob} for blob in blobs)) == expected
    assert sum(len(records) < 4 for records, _ in expected) > 100


def example_class() -> Any:
    """tf.train.Example, from a descriptor like feature.proto and example.proto."""
    descriptor_pb2 = pytest.importorskip("google.protobuf.descriptor_pb2")
    pool = pytest.importorskip("google.protobuf.descriptor_pool").DescriptorPool()
    factory = pytest.importorskip("google.protobuf.message_factory")
    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="example.proto", package="t", syntax="proto3")

    def message(name: str, *fields: Any) -> Any:
        return file.message_type.add(name=name, field=fields)

    def one(name: str, number: int, kind: int, of: str = "", label: int = field.LABEL_OPTIONAL, **more: Any) -> Any:
        return field(name=name, number=number, type=kind, type_name=of or None, label=label, **more)

    lists = (("BytesList", field.TYPE_BYTES), ("FloatList", field.TYPE_FLOAT), ("Int64List", field.TYPE_INT64))
    for name, kind in lists:
        message(name, one("value", 1, kind, label=field.LABEL_REPEATED))
    oneof = [
        one(name, number, field.TYPE_MESSAGE, f".t.{of}", oneof_index=0)
        for name, number, of in (
            ("bytes_list", 1, "BytesList"),
            ("float_list", 2, "FloatList"),
            ("int64_list", 3, "Int64List"),
        )
    ]
    message("Feature", *oneof).oneof_decl.add(name="kind")
    features = message(
        "Features", one("feature", 1, field.TYPE_MESSAGE, ".t.Features.FeatureEntry", field.LABEL_REPEATED)
    )
    entry = features.nested_type.add(name="FeatureEntry")
    entry.options.map_entry = True
    entry.field.extend([one("key", 1, field.TYPE_STRING), one("value", 2, field.TYPE_MESSAGE, ".t.Feature")])
    message("Example", one("features", 1, field.TYPE_MESSAGE, ".t.Features"))
    pool.Add(file)
    return factory.GetMessageClass(pool.FindMessageTypeByName("t.Example"))


def test_examples_are_those_of_protobuf() -> None:
    kind = example_class()
    rng = random.Random(7)
    several, expected = [], []
    for _ in range(COUNT):
        # protobuf's own order puts a key after the longer ones that it begins: here none is the beginning of another
        names = rng.sample(["alpha", "beta", "größe", "height", "image/encoded", "label", "x"], rng.randrange(6))
        features: dict[str, list[Any]] = {}
        message = kind()
        message.features.SetInParent()
        for name in names:
            size = rng.choice([1, 2, 5, 40])
            which = rng.choice(["bytes_list", "float_list", "int64_list"])
            match which:
                case "bytes_list":
                    features[name] = [rng.randbytes(rng.choice([0, 3, 200])) for _ in range(size)]
                case "float_list":
                    features[name] = [rng.gauss(0, 100) for _ in range(size)]
                case _:
                    features[name] = [rng.randrange(-(2**63), 2**63) >> rng.randrange(64) for _ in range(size)]
            getattr(message.features.feature[name], which).value.extend(features[name])
        several.append({"features": features})
        expected.append(message.SerializeToString(deterministic=True))
    assert given("tf_example", *several) == expected


def scalars(rng: random.Random, count: int) -> list[tuple[float, int, str, float]]:
    times = [0.0, *(rng.uniform(1e9, 2e9) for _ in range(20))]
    steps = [0, 0, 1, -1, 127, 128, 2**40, -(2**40)]
    return [
        (
            rng.choice(times),
            rng.choice([*steps, rng.randrange(10**6)]),
            rng.choice(["", word(rng, 12), word(rng, 200)]),
            rng.choice([0.0, rng.gauss(0, 1)]),
        )
        for _ in range(count)
    ]


def as_event(wall_time: float, step: int, tag: str, value: float) -> Any:
    event = event_pb2.Event(wall_time=wall_time, step=step)
    event.summary.value.add(tag=tag, simple_value=value)
    return event


def test_scalar_events_are_those_of_tensorboards_messages() -> None:
    made = scalars(random.Random(8), COUNT)
    names = ("wall_time", "step", "tag", "value")
    events = given("tensorboard_scalar_event", *(dict(zip(names, scalar, strict=True)) for scalar in made))
    assert events == [as_event(*scalar).SerializeToString() for scalar in made]


@pytest.mark.parametrize("count", [0, 1, 250])
def test_event_files_are_those_of_tensorboards_writer(count: int, tmp_path: Path) -> None:
    writers = pytest.importorskip("tensorboard.summary.writer.event_file_writer")
    made = scalars(random.Random(9 + count), count)
    writer = writers.EventFileWriter(str(tmp_path))
    for scalar in made:
        writer.add_event(as_event(*scalar))
    writer.close()
    (file,) = tmp_path.iterdir()
    blob = file.read_bytes()
    first = event_pb2.Event.FromString(blob[12 : 12 + struct.unpack_from("<Q", blob)[0]])
    name = first.source_metadata.writer
    assert name
    assert given("tensorboard_event_file", {"wall_time": first.wall_time, "writer": name, "scalars": made}) == [blob]


def test_files_of_many_sizes_are_frames_of_tensorboards_messages() -> None:
    rng = random.Random(10)
    several, expected = [], []
    for _ in range(200):
        made, time, name = scalars(rng, rng.randrange(4)), rng.uniform(1e9, 2e9), rng.choice(["", word(rng, 20)])
        first = event_pb2.Event(wall_time=time, file_version="brain.Event:2")
        if name:
            first.source_metadata.writer = name
        several.append({"wall_time": time, "writer": name, "scalars": made})
        expected.append(written([event.SerializeToString() for event in (first, *(as_event(*one) for one in made))]))
    assert given("tensorboard_event_file", *several) == expected
