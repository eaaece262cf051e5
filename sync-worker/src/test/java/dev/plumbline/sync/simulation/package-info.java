/**
 * Deterministic simulation: one seed drives clock, provider, network and workers through the production admission, connector,
 * fetching, believing, applying and resolving. Only the clock, the wire and the two stores are ours.
 */
@NullMarked
package dev.plumbline.sync.simulation;

import org.jspecify.annotations.NullMarked;
