package dev.regroup.model;

import java.util.List;
import java.util.Objects;

/** A node as the operator configured it: its stable name and the addresses it is known under. Immutable. */
public final class Member {

    /** Whether the operator wants it to become master. The order is that of preference. */
    public enum Promotion {
        /** Before others. */
        PREFERRED,
        /** Like others. */
        NEUTRAL,
        /** After others. */
        AVOIDED,
        /** Never. */
        FORBIDDEN
    }

    /** The priority of a member that was given none, as Redis has it ({@code replica-priority}). */
    private static final int USUAL_PRIORITY = 100;

    private final NodeId id;
    private final Address address;
    private final List<Address> aliases;
    private final String dataCentre;
    private final Promotion promotion;
    private final int priority;

    private Member(
            NodeId id, Address address, List<Address> aliases, String dataCentre, Promotion promotion, int priority) {
        this.id = id;
        this.address = address;
        this.aliases = List.copyOf(aliases);
        this.dataCentre = dataCentre;
        this.promotion = promotion;
        this.priority = priority;
    }

    /** Returns a member without aliases and data centre, neutral, with priority 100. */
    public static Member of(NodeId id, Address address) {
        return new Member(id, address, List.of(), "", Promotion.NEUTRAL, USUAL_PRIORITY);
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

    /** Returns the name of the data centre it is in; empty if that was not told. */
    public String dataCentre() {
        return dataCentre;
    }

    /** Returns whether it shall become master. */
    public Promotion promotion() {
        return promotion;
    }

    /** Returns its priority between equals: the lower comes first, 0 never. */
    public int priority() {
        return priority;
    }

    /** Tells whether the operator forbids that it becomes master. */
    public boolean isForbidden() {
        return promotion == Promotion.FORBIDDEN || priority == 0;
    }

    /** Returns this member, known under these further addresses instead of the former ones. */
    public Member withAliases(List<Address> aliases) {
        return new Member(id, address, aliases, dataCentre, promotion, priority);
    }

    /** Returns this member in that data centre; empty for none. */
    public Member withDataCentre(String dataCentre) {
        return new Member(id, address, aliases, dataCentre, promotion, priority);
    }

    /** Returns this member with that wish of the operator. */
    public Member withPromotion(Promotion promotion) {
        return new Member(id, address, aliases, dataCentre, promotion, priority);
    }

    /**
     * Returns this member with that priority.
     *
     * @throws InvalidConfiguration if it is negative
     */
    public Member withPriority(int priority) {
        if (priority < 0) {
            throw InvalidConfiguration.of("member " + id + " has the priority " + priority + ", which is negative");
        }
        return new Member(id, address, aliases, dataCentre, promotion, priority);
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
                && aliases.equals(that.aliases)
                && dataCentre.equals(that.dataCentre)
                && promotion == that.promotion
                && priority == that.priority;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, address, aliases, dataCentre, promotion, priority);
    }

    /** Returns {@code name=host:port}; {@link #parse} reads it back (and nothing else). */
    @Override
    public String toString() {
        return id + "=" + address;
    }
}
