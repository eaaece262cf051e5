/** Finance's desk: runs that compare us with the billing systems, what they told, what does not fit and what people say of it. */
@NullMarked
package dev.plumbline.sync.console.finance;

import org.jspecify.annotations.NullMarked;
