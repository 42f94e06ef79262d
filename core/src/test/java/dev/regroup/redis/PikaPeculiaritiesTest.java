package dev.regroup.redis;

import dev.regroup.model.Member;
import dev.regroup.node.NodesContract.Subject;

/** What is peculiar to Pika, on what speaks as one. */
final class PikaPeculiaritiesTest extends PikaSuite {

    private final PikaGroup group = PikaGroup.open(System::nanoTime);

    @Override
    Subject start() {
        PikaStub stub = group.start();
        return new Subject() {
            @Override
            public Member member() {
                return stub.member("n" + stub.member("n").address().port());
            }

            @Override
            public void kill() {
                stub.close();
            }

            @Override
            public void close() {
                stub.close();
            }
        };
    }
}
