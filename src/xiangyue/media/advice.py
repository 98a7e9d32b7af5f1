"""What the studio page says about an encoder: stable codes, plain sentences, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """`level` is "bad" (viewers notice), "warn" (they may), "info". `text` says what is, `do` what helps."""

    code: str
    level: str
    text: str
    do: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "level": self.level, "text": self.text, "do": self.do}


_ALL = (
    Advice(
        "publisher-away",
        "bad",
        "没有收到画面，观众还看不到。",
        "看看送画面的手机、电脑是不是还开着，网络通不通。",
    ),
    Advice("no-video", "bad", "只收到声音，没有画面。", "检查摄像头或场景是否选对；若本来就是音频直播可不理会。"),
    Advice("no-audio", "bad", "只收到画面，没有声音。", "检查话筒是否插好、是否静音，编码器是否选了 AAC 音频。"),
    Advice("no-key-frame", "bad", "超过 10 秒没有关键帧，新观众打不开画面。", "把编码器的“关键帧间隔”设为 2 秒。"),
    Advice(
        "gop-long", "warn", "关键帧间隔超过 4 秒，观众进入会变慢。", "把编码器的“关键帧间隔”设为 2 秒，不要用“自动”。"
    ),
    Advice(
        "rate-sagging", "warn", "上行码率明显下降，画面可能卡顿。", "换有线网络或降低视频码率，关闭占用带宽的其他程序。"
    ),
    Advice("variable-rate", "warn", "画面帧率忽高忽低。", "在编码器里固定帧率（25 或 30），手机请保证光线充足。"),
    Advice(
        "b-frames", "info", "编码器使用了 B 帧，延迟会多一点。", "想要更低延迟，可把 B 帧设为 0，或选“零延迟”调优。"
    ),
    Advice("too-large", "warn", "画面超过 1080p，许多手机播放吃力。", "把输出分辨率改为 1920×1080 或 1280×720。"),
    Advice(
        "sound-lost",
        "bad",
        "处理声音的程序出了错，正在重新启动，观众暂时听不到声音。",
        "一般几秒就好；若一直如此，请停止后重新开始直播。",
    ),
    Advice("sound-slow", "warn", "服务器忙，来不及处理声音，声音会断续。", "请通知系统管理员，或改用编码器推流。"),
    Advice("air-full", "bad", "延播要存的画面太多，有的画面没有播出。", "降低视频码率，或缩短延播时间。"),
    Advice("clock-jump", "warn", "编码器的时间戳发生跳变，播放会断一下。", "若反复出现，请重启编码器或更新其固件。"),
    Advice("encoder-fast", "warn", "编码器的时钟比实际时间快。", "更新编码器固件，或检查采集卡的帧率设置。"),
    Advice("encoder-slow", "warn", "编码器跟不上实际时间，画面在变慢。", "降低分辨率或编码复杂度，关闭其他程序。"),
    Advice(
        "recording-stopped", "bad", "录像已停止：磁盘空间不足或写入失败，直播不受影响。", "请通知系统管理员清理磁盘。"
    ),
)

ADVICE = {advice.code: advice for advice in _ALL}

BROWSER = "网页直播"
"""How the page that goes live begins to call itself (`agent` in static/js/capture/main.js)."""

_PHONE = (
    Advice("browser-picture", "bad", "只收到声音，没有画面。", "看看镜头选对没有、有没有挡住；正在锁屏的手机请点亮。"),
    Advice("browser-sound", "bad", "只收到画面，没有声音。", "看看话筒是不是静音，浏览器有没有允许用话筒。"),
    Advice("browser-key", "bad", "画面编码停住了，新观众打不开画面。", "停止送画面，再重新开始。"),
    Advice("browser-network", "warn", "网络变慢，画面可能卡顿。", "靠近路由器，或者换一个网络。"),
    Advice("browser-uneven", "warn", "画面忽快忽慢。", "手机太忙：关掉别的应用，屋里亮一些。"),
    Advice("browser-jump", "warn", "画面断了一下，又接上了。", "若反复出现，停止送画面，再重新开始。"),
    Advice("browser-slow", "warn", "手机或电脑跟不上，画面在变慢。", "太忙了：关掉别的应用，插上电源。"),
)

IN_BROWSER: dict[str, Advice | None] = {
    **dict(
        zip(
            ("no-video", "no-audio", "no-key-frame", "rate-sagging", "variable-rate", "clock-jump", "encoder-slow"),
            _PHONE,
            strict=True,
        )
    ),
    "gop-long": None,
    "encoder-fast": None,
}
"""What the owner of a phone is told instead: there is no encoder to set there. None: nothing, for what was kept while
the network was away arrives faster than it was made, and there is nothing to be done about it.
"""
