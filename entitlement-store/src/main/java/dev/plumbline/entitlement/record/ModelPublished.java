package dev.plumbline.entitlement.record;

/** There is a new model: customers are to be resolved with it. Published after the commit. */
public record ModelPublished(long revision) {}
