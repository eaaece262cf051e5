package dev.plumbline.entitlement.whatif;

import java.util.List;

/**
 * A page of customers, looked at.
 *
 * @param impacts of those whose answers change
 * @param unresolved how many could not be looked at
 */
record PageOfImpacts(int customers, List<Impact> impacts, int unresolved) {}
