/** The catalog file: YAML in, a model or problems with line and column out. */
@NullMarked
package dev.plumbline.entitlement.model.file;

import org.jspecify.annotations.NullMarked;
