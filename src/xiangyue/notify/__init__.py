"""Control tower, first floor: messages out (消息): mail, DingTalk, WeCom and Feishu through Apprise."""
