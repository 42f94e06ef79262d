package dev.regroup.model;

import java.util.List;
import java.util.Objects;

/** A node as the operator configured it: its stable name and the addresses it is known under. Immutable. */
public final class Member {

    private final NodeId id;
    private final Address address;
    private final List<Address> aliases;

    private Member(NodeId id, Address address, List<Address> aliases) {
        this.id = id;
        this.address = address;
        this.aliases = List.copyOf(aliases);
    }

    /** Returns a member without aliases. */
    public static Member of(NodeId id, Address address) {
        return new Member(id, address, List.of());
    }

    /**
     * Reads {@code name=host:port}.
     *
     * @throws InvalidConfiguration if the text is anything else
     */
    public static Member parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw InvalidConfiguration.of("member '" + text + "' is not name=host:port");
        }
        return of(NodeId.of(text.substring(0, equals)), Address.parse(text.substring(equals + 1)));
    }

    /** Returns the stable name. */
    public NodeId id() {
        return id;
    }

    /** Returns the address that commands name and connections go to. */
    public Address address() {
        return address;
    }

    /** Returns further addresses under which other nodes may report this one; possibly empty. */
    public List<Address> aliases() {
        return aliases;
    }

    /** Returns this member, known under these further addresses instead of the former ones. */
    public Member withAliases(List<Address> aliases) {
        return new Member(id, address, aliases);
    }

    /** Tells whether that address is one of this member's. */
    public boolean isAt(Address other) {
        return address.equals(other) || aliases.contains(other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Member that
                && id.equals(that.id)
                && address.equals(that.address)
                && aliases.equals(that.aliases);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, address, aliases);
    }

    /** Returns {@code name=host:port}; {@link #parse} reads it back (without aliases). */
    @Override
    public String toString() {
        return id + "=" + address;
    }
}
