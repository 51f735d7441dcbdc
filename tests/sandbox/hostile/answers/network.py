# %% TCP | connection
import socket
def f():
    socket.create_connection(("127.0.0.1", W["tcp"]), 2)

# %% UDP | connection
import socket
def f():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", W["udp"]))

# %% a path | connection
import socket
def f():
    socket.socket(socket.AF_UNIX).connect(W["unix"])

# %% an abstract name | connection
import socket
def f():
    socket.socket(socket.AF_UNIX).connect("\0" + W["abstract"])

# %% TCP by raw calls | connection
import ctypes
import struct
def f():
    fd = syscall("socket", 2, 1, 0)
    where = struct.pack("<HH4s8x", 2, int.from_bytes(W["tcp"].to_bytes(2, "big"), "little"), bytes([127, 0, 0, 1]))
    syscall("connect", fd, ctypes.c_char_p(where), 16)

# %% UDP by raw calls | connection
import ctypes
import struct
def f():
    fd = syscall("socket", 2, 2, 0)
    where = struct.pack("<HH4s8x", 2, int.from_bytes(W["udp"].to_bytes(2, "big"), "little"), bytes([127, 0, 0, 1]))
    syscall("sendto", fd, ctypes.c_char_p(b"x"), 1, 0, ctypes.c_char_p(where), 16)

# %% a path by raw calls | connection
import ctypes
import struct
def f():
    fd = syscall("socket", 1, 1, 0)
    where = struct.pack("<H", 1) + W["unix"].encode() + b"\0"
    syscall("connect", fd, ctypes.c_char_p(where), len(where))

# %% an abstract name by raw calls | connection
import ctypes
import struct
def f():
    fd = syscall("socket", 1, 1, 0)
    where = ctypes.create_string_buffer(struct.pack("<H", 1) + b"\0" + W["abstract"].encode())
    syscall("connect", fd, where, len(where) - 1)

# %% UDP through the descriptors that are there | connection
import ctypes
import struct
def f():
    try:
        syscall("socket", 2, 2, 0)
    except OSError:
        pass
    where = struct.pack("<HH4s8x", 2, int.from_bytes(W["udp"].to_bytes(2, "big"), "little"), bytes([127, 0, 0, 1]))
    for fd in range(16):
        try:
            syscall("sendto", fd, ctypes.c_char_p(b"x"), 1, 0, ctypes.c_char_p(where), 16)
        except OSError:
            pass

# %% a server | won
import socket
def f():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return "WON"

# %% a server by raw calls | won
import ctypes
def f():
    syscall("listen", syscall("socket", 10, 1, 0), 5)
    return "WON"

# %% a page | connection
import urllib.request
def f():
    urllib.request.urlopen(f"http://127.0.0.1:{W['tcp']}/", timeout=1)

# %% a name looked up | won
import socket
def f():
    return "WON" if socket.getaddrinfo("localhost", 80) else None

# %% a name looked up by the C library | won
import ctypes
def f():
    libc = ctypes.CDLL(None)
    found = ctypes.c_void_p()
    return None if libc.getaddrinfo(b"localhost", b"http", None, ctypes.byref(found)) else "WON"

# %% netlink | won
def f():
    syscall("socket", 16, 3, 0)
    return "WON"

# %% a raw socket | won | root
def f():
    syscall("socket", 2, 3, 1)
    return "WON"

# %% a packet socket | won | root
def f():
    syscall("socket", 17, 3, 0)
    return "WON"

# %% the kernel's own ciphers | won | tame
def f():
    syscall("socket", 38, 5, 0)
    return "WON"

# %% a pair of sockets | won
import ctypes
def f():
    pair = (ctypes.c_int * 2)()
    syscall("socketpair", 1, 1, 0, pair)
    return "WON"

# %% the machine's interfaces | won
import socket
def f():
    return "WON" if socket.if_nameindex() else None

# %% asyncio | won
import asyncio
def f():
    async def main():
        return "WON"
    return asyncio.run(main())
