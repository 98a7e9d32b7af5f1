"""An encoder set to H.265 over Enhanced RTMP, in a process of its own: python hevc_publisher.py ADDRESS."""

import contextlib
import logging
import sys

import av
import av.logging

RATE = 15


def main(address: str) -> None:
    logging.basicConfig(stream=sys.stderr)  # libav's words, in which the server's are
    av.logging.set_level(av.logging.VERBOSE)
    with contextlib.suppress(av.FFmpegError), av.open(address, "w", format="flv") as output:
        picture = output.add_stream("libx265", rate=RATE)
        picture.width, picture.height, picture.pix_fmt, picture.gop_size = 160, 96, "yuv420p", RATE
        picture.options = {"preset": "ultrafast", "x265-params": "log-level=none"}
        for index in range(20 * RATE):  # until it is thrown out, and not for ever
            frame = av.VideoFrame(160, 96, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([index & 0xFF]) * plane.buffer_size)
            frame.pts = index
            output.mux(picture.encode(frame))


if __name__ == "__main__":
    main(sys.argv[1])
