package dev.regroup.reduce;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Loads the model and the reducer once more, so that they tell {@link Ticks} of each entry of a method and each jump: a
 * measure of what a call costs that neither the machine nor its compiler has a part in. What the JDK does on their behalf
 * is counted where it calls back, as sorting and searching do for each element.
 */
final class CountingLoader extends ClassLoader {

    private static final String TICKS = Ticks.class.getName();

    CountingLoader() {
        super(CountingLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return isCounted(name) ? counting(name) : super.loadClass(name, resolve);
        }
    }

    private static boolean isCounted(String name) {
        return (name.startsWith("dev.regroup.model.") || name.startsWith("dev.regroup.reduce.")) && !name.equals(TICKS);
    }

    private Class<?> counting(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassReader reader = new ClassReader(in);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new CountingClass(writer), 0);
            byte[] code = writer.toByteArray();
            return defineClass(name, code, 0, code.length);
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }

    private static final class CountingClass extends ClassVisitor {

        CountingClass(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new CountingMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private static final class CountingMethod extends MethodVisitor {

        CountingMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            tick();
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            tick();
            super.visitJumpInsn(opcode, label);
        }

        private void tick() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, TICKS.replace('.', '/'), "tick", "()V", false);
        }
    }
}
