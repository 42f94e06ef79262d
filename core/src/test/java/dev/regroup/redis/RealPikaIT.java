package dev.regroup.redis;

import dev.regroup.model.Member;
import dev.regroup.node.NodesContract.Subject;

/** What is peculiar to Pika, on a real one, if there is one: see {@link RealPika}. */
final class RealPikaIT extends PikaSuite {

    @Override
    Subject start() {
        return subject(RealPika.start());
    }

    static Subject subject(RealPika pika) {
        return new Subject() {
            @Override
            public Member member() {
                Member any = pika.member("n");
                return pika.member("n" + any.address().port());
            }

            @Override
            public void kill() {
                pika.kill();
            }

            @Override
            public void close() {
                pika.close();
            }
        };
    }
}
