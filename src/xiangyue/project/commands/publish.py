"""`xiangyue publish`: a test encoder. Sends a file, or the demo's lecture with a running clock, over RTMP."""

import argparse
from pathlib import Path

from xiangyue.kernel.errors import Fault
from xiangyue.project import config


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("publish", help="测试编码器：把文件（或演示宣讲）推到直播间")
    parser.add_argument("file", nargs="?", type=Path, help="视频文件；不给则推演示宣讲（带走动的时钟）")
    parser.add_argument("--key", required=True, help="推流码")
    parser.add_argument("--url", help="推流地址，默认取 XIANGYUE_RTMP_URL")
    parser.add_argument("--loop", action="store_true", help="文件放完从头再来")
    parser.add_argument("--seconds", type=float, help="推多久")
    parser.add_argument("--place", default="荷花街道红荷颂直播间", help="演示宣讲里报的直播间名")
    parser.add_argument("--b-frames", type=int, default=0, help="B 帧数")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import av

    from xiangyue.project import publisher

    address = f"{args.url or config.load().rtmp_url}/{args.key}"
    try:
        if args.file:
            publisher.publish_file(args.file, address, loop=args.loop)
        else:
            from xiangyue.project.demo.picture import SlideShow
            from xiangyue.project.demo.script import electricity

            show = SlideShow(electricity(args.place), line=f"乡约 · {config.load().county}　{args.place}")
            publisher.publish_programme(show, address, seconds=args.seconds, b_frames=args.b_frames)
    except KeyboardInterrupt:
        return 0
    except (av.FFmpegError, OSError) as error:
        # The address holds the key, so libav's own words stay out of sight.
        raise Fault("推流中断：服务器拒绝、断开，或者文件读不了。看直播间管理页上写明的原因。", retry=True) from error
    return 0
