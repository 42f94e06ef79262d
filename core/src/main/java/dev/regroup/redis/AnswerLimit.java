package dev.regroup.redis;

import io.lettuce.core.protocol.RedisProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection whose other side sends a line of more than 64 KiB, or 16 MiB after the last request: that is no
 * INFO. A line without end would be gathered, and searched for its end from the beginning at every packet, on a thread
 * that other nodes wait for. Confined to its event loop.
 */
final class AnswerLimit extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerLimit.class);
    private static final long LINE_MAX = 1 << 16;
    private static final long BYTES_MAX = 1 << 24;

    private long line;
    private long received;
    private boolean isOver;

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
        received = 0;
        super.write(ctx, msg, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (isOver) {
            ReferenceCountUtil.release(msg);
            return;
        }
        if (msg instanceof ByteBuf bytes) {
            count(bytes);
        }
        if (line <= LINE_MAX && received <= BYTES_MAX) {
            super.channelRead(ctx, msg);
            return;
        }
        isOver = true;
        ReferenceCountUtil.release(msg);
        ctx.fireExceptionCaught(new RedisProtocolException("the answer has no end"));
        ChannelFuture closing = ctx.close();
        LOG.debug("{}: an answer without end, closing: {}", ctx.channel(), closing);
    }

    private void count(ByteBuf bytes) {
        int end = bytes.writerIndex();
        // Backwards from the end.
        int newline = bytes.indexOf(end, bytes.readerIndex(), (byte) '\n');
        line = newline < 0 ? line + bytes.readableBytes() : end - newline;
        received += bytes.readableBytes();
    }
}
