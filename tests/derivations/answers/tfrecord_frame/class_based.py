from dataclasses import dataclass


@dataclass
class Crc:
    register: int = 0xFFFFFFFF

    def feed(self, data: bytes) -> "Crc":
        for byte in data:
            for i in range(8):
                bit = (byte >> i & 1) ^ (self.register & 1)
                self.register >>= 1
                if bit:
                    self.register ^= 0x82F63B78
        return self

    def masked(self) -> bytes:
        crc = self.register ^ 0xFFFFFFFF
        low, high = crc & 0x7FFF, crc >> 15
        return (((low << 17) + high + 0xA282EAD8) % (1 << 32)).to_bytes(4, "little")


def tfrecord_frame(data: bytes) -> bytes:
    length = len(data).to_bytes(8, "little")
    return length + Crc().feed(length).masked() + data + Crc().feed(data).masked()
