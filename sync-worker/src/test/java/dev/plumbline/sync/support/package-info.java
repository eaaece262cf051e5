/** What tests of the pipeline share: a real PostgreSQL, a running Plumbline, a simulated Stripe behind real HTTP. */
@NullMarked
package dev.plumbline.sync.support;

import org.jspecify.annotations.NullMarked;
