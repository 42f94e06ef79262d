package dev.regroup.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DnsResolver;
import io.lettuce.core.resource.SocketAddressResolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A host whose address is known: Lettuce connects to the address, and a certificate is compared with the host. Confined
 * to one attempt to connect.
 */
final class ResolvedUri extends RedisURI {

    private static final long serialVersionUID = 1L;

    /** Resolves without a name server. */
    static final SocketAddressResolver RESOLVER = new SocketAddressResolver(DnsResolver.unresolved()) {
        @Override
        public SocketAddress resolve(RedisURI uri) {
            return uri instanceof ResolvedUri resolved ? resolved.address : super.resolve(uri);
        }
    };

    private final InetSocketAddress address;

    ResolvedUri(String host, InetAddress ip, int port) {
        setHost(host);
        setPort(port);
        setLibraryName("");
        setLibraryVersion("");
        this.address = new InetSocketAddress(ip, port);
    }
}
