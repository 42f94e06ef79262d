package dev.regroup.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Reads nothing from a new connection before the first request is written to it. A node without a connection to spare
 * says so unasked and hangs up (redis 7.0.15, networking.c, acceptCommonHandler). Read too early that error belongs to
 * no request, Lettuce drops it, and a living node looks like a dead one: over loopback in more than half of all
 * attempts. Immutable.
 */
final class AskFirst implements NettyCustomizer {

    private final NettyCustomizer other;

    private AskFirst(NettyCustomizer other) {
        this.other = other;
    }

    /**
     * Returns a view of those resources with this rule besides their own, and with addresses that are resolved already
     * ({@link ResolvedUri}). A proxy, because the methods of that interface differ between versions of Lettuce, and
     * because {@code mutate()} does not share what it copies.
     */
    static ClientResources in(ClientResources resources) {
        NettyCustomizer customizer = new AskFirst(resources.nettyCustomizer());
        return (ClientResources) Proxy.newProxyInstance(
                ClientResources.class.getClassLoader(),
                new Class<?>[] {ClientResources.class},
                (view, method, args) -> {
                    if (method.getName().equals("nettyCustomizer")) {
                        return customizer;
                    }
                    if (method.getName().equals("socketAddressResolver")) {
                        return ResolvedUri.RESOLVER;
                    }
                    try {
                        return method.invoke(resources, args);
                    } catch (InvocationTargetException failure) {
                        throw failure.getTargetException();
                    }
                });
    }

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
        other.afterBootstrapInitialized(bootstrap);
        bootstrap.option(ChannelOption.AUTO_READ, false);
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        other.afterChannelInitialized(channel);
        channel.pipeline()
                .addFirst(new ReadAfterWrite())
                .addFirst(new AnswerLimit())
                .addLast(new LoopTag());
    }

    private static final class ReadAfterWrite extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
            super.write(ctx, msg, promise);
            ctx.channel().config().setAutoRead(true);
            ctx.pipeline().remove(this);
        }
    }
}
