"""How an encoder's bytes can be wrong: against the protocol, or a codec no viewer could play."""

from xiangyue.kernel.errors import Fault, Refusal


class ProtocolError(Fault):
    """The peer does not speak RTMP as we bear it; the connection ends. `code` is what the operator's counts are by."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text, retry=False)
        self.code = code


class AmfError(ProtocolError):
    """A value that is not AMF0, or is beyond our limits."""

    def __init__(self, text: str) -> None:
        super().__init__("amf", text)


class VideoCodec(Refusal):
    code = "video-codec"
    status = 415
    text = (
        "手机观众只能看 H.264 视频，现在推来的是 {name}。请在编码器里把视频编码改为 H.264（x264），再重新推流。 "
        "Only H.264 video plays everywhere; this is {name}. Set the video encoder to H.264 (x264) and start again."
    )


class AudioCodec(Refusal):
    code = "audio-codec"
    status = 415
    text = (
        "手机观众只能听 AAC 声音，现在推来的是 {name}。请在编码器里把音频编码改为 AAC，再重新推流。 "
        "Only AAC sound plays everywhere; this is {name}. Set the audio encoder to AAC and start again."
    )


class WrongApp(Refusal):
    code = "wrong-app"
    status = 404
    text = (
        "推流地址不对：服务器地址应以 /live 结尾，推流码填在“推流码”一栏。 "
        "Wrong address: the server must end in /live, the stream key goes into its own field."
    )


class NoKey(Refusal):
    code = "no-key"
    status = 403
    text = "没有推流码。请到直播间管理里复制推流码，填入编码器。 No stream key: copy it from the studio page."


class Publishing(Refusal):
    code = "publishing"
    status = 409
    text = "这个连接已经在推流。 This connection is publishing already."


class NotPlayed(Refusal):
    code = "not-played"
    status = 403
    text = "这个地址只收推流，观看请打开宣讲页面。 This address only takes publishers; watch on the studio's page."
