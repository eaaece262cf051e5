package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.SubjectRef;

/**
 * Somebody is about to say whose a subject is. Published inside that transaction and before any customer is locked, so that who
 * marks the subject in answer does it durably and in the order in which locks are taken everywhere: subjects, then customers.
 */
public record SubjectTouched(SubjectRef subject) {}
