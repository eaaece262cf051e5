/** What people decide for one customer for a while: asked for, tried on, confirmed, ended, and the register of it all. */
@NullMarked
package dev.plumbline.sync.console.override;

import org.jspecify.annotations.NullMarked;
