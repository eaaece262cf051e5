package dev.plumbline.sync.inbox;

/**
 * Every verified delivery, kept once. When {@link #keep} returns, the delivery and the mark that somebody is to be looked at
 * are durable, and only then may the provider hear 200.
 */
public interface Inbox {
    Kept keep(Admitted admitted);
}
