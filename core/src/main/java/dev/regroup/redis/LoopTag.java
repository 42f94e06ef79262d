package dev.regroup.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Notes on each command which event loop reads its answer, which Lettuce does not tell. Confined to its event loop.
 */
final class LoopTag extends ChannelOutboundHandlerAdapter {

    /** A command that knows who reads its answer. */
    static final class Tagged<T> extends AsyncCommand<String, String, T> {

        private volatile Optional<Executor> loop = Optional.empty();

        Tagged(Command<String, String, T> command) {
            super(command);
        }

        /** Returns the event loop that reads the answer; nothing as long as the command was not written. */
        Optional<Executor> loop() {
            return loop;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
        if (msg instanceof Tagged<?> command) {
            command.loop = Optional.of(ctx.executor());
        } else if (msg instanceof Collection<?> commands) {
            for (Object one : commands) {
                if (one instanceof Tagged<?> command) {
                    command.loop = Optional.of(ctx.executor());
                }
            }
        }
        super.write(ctx, msg, promise);
    }
}
